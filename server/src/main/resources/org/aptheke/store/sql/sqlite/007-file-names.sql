-- To find responses by the name of their file, which is what follows the last slash of the key: the inner rtrim takes away all
-- characters of the key but slashes, from its end.
CREATE INDEX response_by_file_name ON response (substr(cache_key, length(rtrim(cache_key, replace(cache_key, '/', ''))) + 1), cache_key);
