/** Everything the pages need in the browser; the pages work without it for reading and for logging a contact. */
import "htmx.org"; // configured by <meta name="htmx-config"> in base.html
import "./contact-log";
import { enhance } from "./enhance";
import { sayFlash, watchSwaps } from "./live";

enhance();
watchSwaps();
sayFlash();
