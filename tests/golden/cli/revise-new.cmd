# A talk is new, one is withdrawn, a room is no more: nothing of this is a mystery.
sed '/id: pears/d; s/Barn/Shed/; s/id: barn/id: shed/' harvest.yaml >changed.yaml
printf 'talks: [{id: figs, title: Figs, duration: 30, speakers: [Ida Marn]}]\n' >figs.yaml
confab solve changed.yaml figs.yaml --previous harvest.json --format text
