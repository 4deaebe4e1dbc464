#include "exchange/read_schedule_file.h"

#include "exchange/read_schedule_json.h"
#include "exchange/read_schedule_xml.h"
#include "exchange/schedule_build.h"
#include "input/yaml_tree.h"

#include <string.h>

static bool is_xml(const struct source *source)
{
    const char *bytes = source->bytes + source->line_starts[0];
    return bytes[strspn(bytes, " \t\r\n")] == '<';
}

bool read_schedule_file(struct source_set *sources, const char *name,
                        const struct zone *default_zone, struct diag_list *diags,
                        struct faults *faults, struct schedule *schedule)
{
    uint32_t file;
    *schedule = SCHEDULE_EMPTY;
    if (!diag_read_source(diags, sources, name, YAML_TREE_BYTES, &file)) {
        return false;
    }
    struct arena tree = ARENA_EMPTY;
    struct raw_schedule raw = {0};
    bool ok = is_xml(&sources->files[file])
                  ? read_schedule_xml(&tree, sources, file, diags, faults, &raw)
                  : read_schedule_json(&tree, sources, file, diags, faults, &raw);
    if (ok) {
        *schedule = schedule_build(&raw, default_zone, faults);
    }
    vec_free(&raw.days);
    vec_free(&raw.events);
    vec_free(&raw.rooms);
    vec_free(&raw.ids);
    vec_free(&raw.sequences);
    vec_free(&raw.told);
    arena_free(&tree);
    return ok;
}

bool read_schedule(struct source_set *sources, const char *name, const struct zone *default_zone,
                   struct diag_list *diags, struct schedule *schedule)
{
    struct faults faults = {0};
    bool ok = read_schedule_file(sources, name, default_zone, diags, &faults, schedule);
    faults_report(&faults, diags);
    faults_free(&faults);
    return ok;
}
