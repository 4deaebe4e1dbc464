confab generate --talks 5 --slots 3 --rooms 2 --tags co:4:100,se:3:10:0-1 --unavailable 50 --attendees 3 --wishes 2 >out.yaml && cat out.yaml && confab validate out.yaml
