// Every page loads this one module; each part looks for its own elements.
import "./theme.js";
import "./shell.js";
import "./dialog.js";
import "./drawer.js";
import "./table.js";
import "./toast.js";
import "./guard.js";
import "./filedrop.js";
import "./shortcuts.js";
import "./chart.js";
import "./print.js";
