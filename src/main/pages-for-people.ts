/**
 * React looks at NODE_ENV once, when it is read: without this it checks itself at every step, and a page takes thirty times as long.
 * Imported before whatever reads React; whoever builds pages says `development` for the checks.
 */
if (process.env['NODE_ENV'] !== 'development') process.env['NODE_ENV'] = 'production';
