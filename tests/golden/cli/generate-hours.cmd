confab generate --hours 2 --rooms 3 --rooms-differ --tracks 2 --durations 20-60 --seed 7 -o out.yaml && cat out.yaml && confab validate out.yaml
