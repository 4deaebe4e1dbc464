# Only starts and rooms are read; whoever changes something else should know.
confab solve -q weavers.yaml -j 1 -o old.json
confab render weavers.yaml old.json --format text
confab render weavers.yaml old.json |
    sed '/^twill/s/15:00,60/14:45,45/; /^woad/s/,60,/,50,/; /^weld/s/Weld/Welding/; /^indigo/s/Cato Vik/Asta Lund/; /^plain/s/13:00/13:30/' >edited.csv
confab solve weavers.yaml --previous old.json --pins edited.csv -j 1 -o new.json 2>&1 | sed '/^Proven/,$d'
