const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

const target = 'dist';

/** What was built before and has no source any more must not be published. */
const clean = () => rm(target, { recursive: true, force: true });

/** n8n finds icons, codex files and the schemas of the output beside the compiled classes; tsc leaves them behind. */
const assets = () => src(['icons/*.svg', 'nodes/**/*.json'], { base: '.' }).pipe(dest(target));

exports.clean = clean;
exports.default = assets;
