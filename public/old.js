// For browsers that don't know modules at all; the others ignore it.
document.getElementById('boot-wait').hidden = true;
document.getElementById('boot-old').hidden = false;
