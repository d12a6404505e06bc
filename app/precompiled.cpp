// Holds the precompiled header that all modules on Qt share.
