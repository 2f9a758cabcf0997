#!/usr/bin/env node
// A file of its own, so that it is there, and may be run, before anything is built.
import '../dist/cli/main.js';
