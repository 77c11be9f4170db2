package notify

// Attempts is how often a message is sent before it is given up.
const   Attempts  =  3
