# 17 MB of comments.
awk 'BEGIN { for (i = 0; i < 17 * 1024; i++) printf "#%01023d\n", 0 }'
