#include "generate/words.h"

static const char *const QUALITIES[32] = {
    "Lazy",      "Tiny",     "Honest",  "Portable",    "Quiet",   "Reliable", "Frugal",
    "Patient",   "Scalable", "Curious", "Incremental", "Boring",  "Elegant",  "Open",
    "Careful",   "Modular",  "Faster",  "Safer",       "Greener", "Simpler",  "Practical",
    "Forgotten", "Friendly", "Robust",  "Everyday",    "Secret",  "Mutable",  "Parallel",
    "Resilient", "Verified", "Modest",  "Sturdy"};

static const char *const THINGS[40] = {
    "schedulers",   "compilers",    "databases",      "file systems", "protocols",  "parsers",
    "bootloaders",  "caches",       "queues",         "allocators",   "debuggers",  "sensors",
    "drivers",      "editors",      "kernels",        "linkers",      "mirrors",    "notebooks",
    "packages",     "pipelines",    "proofs",         "queries",      "registries", "renderers",
    "robots",       "sandboxes",    "search engines", "shells",       "simulators", "solvers",
    "spreadsheets", "synthesizers", "tests",          "timetables",   "tracers",    "translations",
    "type systems", "typefaces",    "wikis",          "workflows"};

static const char *const LINKS[4] = {"for", "and", "without", "beyond"};

static const char *const PLACES[36] = {
    "libraries",        "hospitals",     "small teams",    "public transport", "satellites",
    "classrooms",       "slow networks", "old hardware",   "science",          "museums",
    "weather stations", "city councils", "radio amateurs", "beginners",        "farms",
    "lighthouses",      "volunteers",    "theatres",       "archives",         "bicycle workshops",
    "laboratories",     "mountain huts", "newspapers",     "orchestras",       "railways",
    "repair cafés",     "schools",       "shipyards",      "village halls",    "wind farms",
    "gardens",          "harbours",      "kitchens",       "observatories",    "post offices",
    "translators"};

static const char *const GIVEN[48] = {
    "Ada",   "Alba",  "Anton", "Arne",  "Basil", "Bela",  "Bruno", "Carla", "Celia",  "Cleo",
    "Dario", "Dora",  "Edda",  "Elio",  "Emil",  "Enzo",  "Fabia", "Fedor", "Flora",  "Gero",
    "Greta", "Hanno", "Hilda", "Ivo",   "Jana",  "Jonas", "Juno",  "Kaya",  "Kilian", "Lena",
    "Leo",   "Livia", "Mara",  "Milo",  "Nadia", "Nils",  "Olga",  "Otis",  "Paula",  "Pepe",
    "Rosa",  "Runa",  "Silas", "Tilda", "Ugo",   "Vera",  "Wanda", "Yuri"};

static const char *const HEADS[48] = {
    "Ald",  "Barv", "Belz", "Brix", "Cald", "Corv", "Dalm", "Drov",  "Elv",  "Esk",
    "Falb", "Fenz", "Galv", "Grim", "Halv", "Hurm", "Ilm",  "Isk",   "Jarl", "Jorv",
    "Kelm", "Korb", "Lanz", "Lorv", "Malv", "Mirz", "Nalb", "Norv",  "Olm",  "Orz",
    "Palv", "Quil", "Ralm", "Rusk", "Salv", "Skov", "Tarv", "Thelm", "Ulv",  "Urb",
    "Valm", "Vorz", "Walv", "Wesk", "Yarv", "Yelm", "Zalb", "Zorm"};

static const char *const TAILS[24] = {"aber",  "adon",  "agar",  "akin", "alto",  "amor",
                                      "andel", "arin",  "edar",  "egon", "elund", "emar",
                                      "enko",  "erand", "iden",  "igal", "indal", "ivar",
                                      "odan",  "okar",  "olind", "omir", "ovan",  "urik"};

/* The next digit of `number`, in base `n`. */
static uint64_t take(uint64_t *number, uint64_t n)
{
    uint64_t digit = *number % n;
    *number /= n;
    return digit;
}

const char *words_title(struct arena *arena, uint64_t number)
{
    const char *quality = QUALITIES[take(&number, BASE_COUNT(QUALITIES))];
    const char *thing = THINGS[take(&number, BASE_COUNT(THINGS))];
    const char *place = PLACES[take(&number, BASE_COUNT(PLACES))];
    const char *link = LINKS[take(&number, BASE_COUNT(LINKS))];
    return arena_print(arena, "%s %s %s %s", quality, thing, link, place);
}

const char *words_person(struct arena *arena, uint64_t number)
{
    const char *given = GIVEN[take(&number, BASE_COUNT(GIVEN))];
    const char *head = HEADS[take(&number, BASE_COUNT(HEADS))];
    const char *tail = TAILS[take(&number, BASE_COUNT(TAILS))];
    return arena_print(arena, "%s %s%s", given, head, tail);
}
