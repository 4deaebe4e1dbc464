/* What is allowed, but probably meant otherwise: times outside the conference, names that are
 * almost alike, events that wait for each other. */
#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"

#include <string.h>

enum { DAY_MIN = 1440, MOST_PEOPLE = 3000, MOST_TAGS = 1000, NAMED_DAYS = 4 };

bool decode_check_touches_days(const struct decode *decode, struct interval interval)
{
    const struct problem *problem = decode->problem;
    for (uint32_t i = 0; i < problem->n_days; i++) {
        const struct day *day = &problem->days[i];
        struct interval whole = {0, 0};
        calendar_time(&problem->zone, day->day_number, 0, &whole.from_min);
        calendar_time(&problem->zone, day->day_number, DAY_MIN, &whole.to_min);
        whole.to_min = day->span.to_min > whole.to_min ? day->span.to_min : whole.to_min;
        if (interval.from_min < whole.to_min && whole.from_min < interval.to_min) {
            return true;
        }
    }
    return problem->n_days == 0;
}

void decode_check_hint_days(struct decode *decode)
{
    const struct problem *problem = decode->problem;
    uint32_t n = problem->n_days;
    if (n == 0) {
        return;
    }
    const char *days = problem->days[0].date;
    for (uint32_t i = 1; i < n && n <= NAMED_DAYS; i++) {
        days = arena_print(decode->arena, "%s%s%s", days, i + 1 < n ? ", " : " and ",
                           problem->days[i].date);
    }
    if (n > NAMED_DAYS) {
        days = arena_print(decode->arena, "%s to %s", days, problem->days[n - 1].date);
    }
    diag_hint(decode->diags, "the conference is on %s", days);
}

/* Which letters a text has: texts that are almost alike have almost the same. */
static uint32_t letters_of(const char *text)
{
    uint32_t letters = 0;
    for (; *text != '\0'; text++) {
        letters |= 1u << ((unsigned char)*text & 0x1f);
    }
    return letters;
}

static bool may_be_alike(uint32_t a, uint32_t b)
{
    enum { MOST_DIFFERENT = 4 }; /* two replaced letters */
    uint32_t n = 0;
    for (uint32_t rest = a ^ b; rest != 0; rest &= rest - 1) {
        n++;
    }
    return n <= MOST_DIFFERENT;
}

/* The same but for capitals and blanks. */
static bool differ_in_case_only(const char *a, const char *b)
{
    char texts[2][128];
    const char *both[] = {a, b};
    for (size_t i = 0; i < BASE_COUNT(both); i++) {
        size_t n = 0;
        for (const char *c = both[i]; *c != '\0' && n + 1 < sizeof(texts[i]); c++) {
            if (*c != ' ') {
                texts[i][n++] = *c;
            }
        }
        texts[i][n] = '\0';
    }
    return text_distance(texts[0], texts[1], 0) == 0;
}

static void warn_of_person(struct decode *decode, const struct person *person,
                           const struct person *other)
{
    diag_warn(decode->diags, DIAG_PERSON_NEAR, person->at, "'%s' is written almost like '%s'",
              person->name, other->name);
    if (differ_in_case_only(person->name, other->name)) {
        diag_hint(decode->diags, "write the name the same way each time");
    } else {
        diag_hint(decode->diags, "did you mean '%s'? If not, give both entries under `speakers`",
                  other->name);
    }
    if (other->at.from.line > 0) {
        diag_note(decode->diags, other->at, "first given here");
    }
}

/* A name written inline is compared with all before it; declared names are meant as they are. */
static void check_people(struct decode *decode)
{
    size_t n = decode->people.n;
    uint32_t *letters = arena_array(decode->arena, n, sizeof(*letters));
    for (size_t i = 0; i < n; i++) {
        letters[i] = letters_of(decode->people.v[i].person.name);
    }
    for (size_t i = 0; i < n && n <= MOST_PEOPLE; i++) {
        const struct decode_person *entry = &decode->people.v[i];
        for (size_t j = 0; j < i && entry->node == NULL; j++) {
            const struct person *other = &decode->people.v[j].person;
            if (may_be_alike(letters[i], letters[j]) &&
                text_is_slip(entry->person.name, other->name)) {
                warn_of_person(decode, &entry->person, other);
                break;
            }
        }
    }
}

/* Where an event names a tag: in a list, or in one by group. */
static const struct yaml_node *find_tag(const struct yaml_node *node, const char *name)
{
    for (size_t i = 0; node != NULL && i < node->n; i++) {
        const struct yaml_node *item =
            node->kind == YAML_MAPPING ? node->pairs[i].value : node->items[i];
        const struct yaml_node *found =
            item->kind == YAML_SCALAR && strcmp(item->text, name) == 0 ? item : NULL;
        if (found == NULL && node->kind == YAML_MAPPING && item->kind == YAML_SEQUENCE) {
            found = find_tag(item, name);
        }
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* Another tag of the group that differs in one letter. */
static const struct tag *find_near_tag(const struct decode *decode, size_t index)
{
    const struct tag *tag = &decode->tag_list.v[index];
    for (size_t i = 0; i < decode->tag_list.n; i++) {
        const struct tag *other = &decode->tag_list.v[i];
        if (i != index && other->group.v == tag->group.v && text_is_slip(tag->name, other->name) &&
            text_distance(tag->name, other->name, 1) <= 1) {
            return other;
        }
    }
    return NULL;
}

/* A tag that one event has, almost like another. */
static void check_tags(struct decode *decode)
{
    enum { SHORT_BYTES = 4 };
    size_t n = decode->tag_list.n;
    uint32_t *uses = arena_array(decode->arena, n, sizeof(*uses));
    const struct decode_event **users = arena_array(decode->arena, n, sizeof(*users));
    for (size_t i = 0; i < decode->events.n; i++) {
        const struct event *event = &decode->events.v[i].event;
        for (uint32_t j = 0; j < event->n_tags && event->series.v == i; j++) {
            uses[event->tags[j].v]++;
            users[event->tags[j].v] = &decode->events.v[i];
        }
    }
    for (size_t i = 0; i < n && n <= MOST_TAGS; i++) {
        const struct tag *tag = &decode->tag_list.v[i];
        const struct tag *near =
            uses[i] == 1 && strlen(tag->name) > SHORT_BYTES ? find_near_tag(decode, i) : NULL;
        /* Of two that are used once the later is the slip. */
        size_t other = near != NULL ? (size_t)(near - decode->tag_list.v) : 0;
        if (near == NULL || (uses[other] == 1 && other > i)) {
            continue;
        }
        const struct yaml_node *node = find_tag(yaml_tree_get(users[i]->node, "tags"), tag->name);
        diag_warn(decode->diags, DIAG_TAG_NEAR, node != NULL ? node->at : users[i]->event.at,
                  "only %s has the tag '%s'", users[i]->what, tag->name);
        diag_hint(decode->diags, "did you mean '%s'?", near->name);
    }
}

void decode_check_names(struct decode *decode)
{
    check_people(decode);
    check_tags(decode);
}

/* An event on the way, and which of its predecessors comes next. */
struct step {
    uint32_t event, next;
};

struct steps {
    VEC(struct step) v;
};

enum mark { MARK_NEW, MARK_ON_WAY, MARK_DONE };

/* The way from `event` on, back to it. */
static void warn_of_circle(struct decode *decode, const struct steps *way, uint32_t event)
{
    enum { NAMED_EVENTS = 6 };
    size_t first = 0;
    while (way->v.v[first].event != event) {
        first++;
    }
    const char *circle = arena_print(decode->arena, "'%s'", decode->events.v[event].event.title);
    const char *start = circle;
    size_t n = way->v.n - first;
    for (size_t i = 1; i < n && i <= NAMED_EVENTS; i++) {
        circle = i == NAMED_EVENTS
                     ? arena_print(decode->arena, "%s after …", circle)
                     : arena_print(decode->arena, "%s after '%s'", circle,
                                   decode->events.v[way->v.v[first + i].event].event.title);
    }
    const struct value *after = attrs_find(&decode->events.v[event].event.attrs, "after");
    diag_warn(decode->diags, DIAG_AFTER_CIRCULAR, after->at, "%s after %s: this is a circle",
              circle, start);
    diag_hint(decode->diags, "not all of these can be held");
}

void decode_check_circles(struct decode *decode)
{
    struct steps way = {0};
    unsigned char *marks = arena_array(decode->arena, decode->events.n, sizeof(*marks));
    for (uint32_t i = 0; i < decode->events.n; i++) {
        /* Parts and repeats wait as the first of them does. */
        marks[i] = decode->events.v[i].event.series.v == i ? MARK_NEW : MARK_DONE;
    }
    for (uint32_t i = 0; i < decode->events.n; i++) {
        if (marks[i] == MARK_NEW) {
            vec_push(&way.v, ((struct step){i, 0}));
            marks[i] = MARK_ON_WAY;
        }
        while (way.v.n > 0) {
            struct step *step = &way.v.v[way.v.n - 1];
            const struct value *after =
                attrs_find(&decode->events.v[step->event].event.attrs, "after");
            if (after == NULL || step->next == after->as.events.n) {
                marks[step->event] = MARK_DONE;
                way.v.n--;
                continue;
            }
            uint32_t next = after->as.events.v[step->next++].v;
            if (marks[next] == MARK_ON_WAY) {
                warn_of_circle(decode, &way, next);
            } else if (marks[next] == MARK_NEW) {
                marks[next] = MARK_ON_WAY;
                vec_push(&way.v, ((struct step){next, 0}));
            }
        }
    }
    vec_free(&way.v);
}

/* The rule that the key waits for: the first of those that know it, when all are off and nothing is
 * said of them; ID_NONE: the key has an effect. */
static uint32_t find_idle_rule(const struct decode *decode, const char *key)
{
    uint32_t found = ID_NONE;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &decode->problem->settings[r];
        for (uint32_t k = 0; k < rule->n_keys; k++) {
            if (strcmp(rule->keys[k].name, key) != 0) {
                continue;
            }
            if (rule->always || setting->strength.kind != STRENGTH_OFF || setting->off) {
                return ID_NONE;
            }
            found = found == ID_NONE ? r : found;
        }
    }
    return found;
}

/* Each key is warned of once. */
static void check_attrs(struct decode *decode, const struct attrs *attrs)
{
    for (uint32_t i = 0; i < attrs->n; i++) {
        uint32_t rule = find_idle_rule(decode, attrs->v[i].key);
        for (size_t k = 0; k < decode->keys.n && rule != ID_NONE; k++) {
            struct decode_key *known = &decode->keys.v[k];
            if (known->warned || strcmp(known->key->name, attrs->v[i].key) != 0) {
                continue;
            }
            known->warned = true;
            diag_warn(decode->diags, DIAG_KEY_IDLE, attrs->v[i].value.at,
                      "'%s' has no effect: the rule '%s' is off", attrs->v[i].key,
                      rule_table_at(rule)->id);
            diag_hint(decode->diags, "write `rules: {%s: 5}`, or another weight, or hard",
                      rule_table_at(rule)->id);
        }
    }
}

void decode_check_idle_keys(struct decode *decode)
{
    const struct problem *problem = decode->problem;
    for (size_t i = 0; i < decode->people.n; i++) {
        check_attrs(decode, &decode->people.v[i].person.attrs);
    }
    for (size_t i = 0; i < decode->events.n; i++) {
        check_attrs(decode, &decode->events.v[i].event.attrs);
    }
    for (uint32_t i = 0; i < problem->n_tracks; i++) {
        check_attrs(decode, &problem->tracks[i].attrs);
    }
    for (uint32_t i = 0; i < problem->n_kinds; i++) {
        check_attrs(decode, &problem->kinds[i].attrs);
    }
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        check_attrs(decode, &problem->rooms[i].attrs);
    }
}
