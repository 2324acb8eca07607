const left = require('left');
