import { everyExample } from './examples/everyExample';
import { linkContacts } from './examples/linkContacts';
import { linkFromCsv } from './examples/linkFromCsv';
import { linkFromForm } from './examples/linkFromForm';
import { linkFromSpreadsheet } from './examples/linkFromSpreadsheet';
import { linkFromWebhook } from './examples/linkFromWebhook';
import { linkWithAiAgent } from './examples/linkWithAiAgent';
import { listContacts } from './examples/listContacts';
import { replaceContacts } from './examples/replaceContacts';
import { useN8n, useSandbox } from './helpers';
import { CURRENT } from './install';

useSandbox();
useN8n(CURRENT);

describe('every example', everyExample);
describe('link-contacts.json', linkContacts);
describe('link-from-webhook.json', linkFromWebhook);
describe('link-from-csv.json', linkFromCsv);
describe('link-from-form.json', linkFromForm);
describe('link-from-spreadsheet.json', linkFromSpreadsheet);
describe('list-contacts.json', listContacts);
describe('replace-contacts.json', replaceContacts);
describe('link-with-ai-agent.json', linkWithAiAgent);
