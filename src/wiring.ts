/** Makes the context that handlers get: closures that read, connect and load only when they are called. */
