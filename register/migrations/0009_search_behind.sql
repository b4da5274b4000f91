-- What the search finds is sorted into its index a little behind: two hundred new directives bring forty thousand
-- pieces, and whoever issues them should not wait while each is put in its place. Until they are, a search looks
-- through at most two megabytes of them; autovacuum puts them in place within a minute or two.
ALTER INDEX directive_grams_idx SET (gin_pending_list_limit = 2048);
ALTER TABLE directive SET (autovacuum_vacuum_insert_threshold = 100, autovacuum_vacuum_insert_scale_factor = 0);
