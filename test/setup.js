// n8n-core reads these once, when it is loaded. It would keep its settings in the developer's home folder.
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');

const folder = join(__dirname, '../.cache/test', process.env.JEST_WORKER_ID ?? '0');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'test';
process.env.N8N_LOG_LEVEL = 'silent';
