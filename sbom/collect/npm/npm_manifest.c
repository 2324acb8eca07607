#include "npm/npm_manifest.h"

#include <stddef.h>

const char *const sb_npm_scope_names[SB_NPM_SCOPES] = {"runtime", "optional", "peer", "dev"};

/* "bundleDependencies": true, or a list that is not empty. */
static void read_bundles(struct sb_npm_reader *reader, void *slot)
{
    bool *bundles = slot;
    enum sb_json_event event = sb_json_next(reader->json);
    if (event == SB_JSON_TRUE)
        *bundles = true;
    if (event == SB_JSON_ARRAY) {
        while ((event = sb_json_element(reader->json)) > SB_JSON_DONE && event != SB_JSON_ARRAY_END) {
            *bundles |= event == SB_JSON_STRING;
            if ((event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) && !sb_json_leave(reader->json))
                return;
        }
    } else if (event == SB_JSON_OBJECT) {
        (void)!sb_json_leave(reader->json);
    }
}

void sb_npm_read_workspaces(struct sb_npm_reader *reader, void *slot)
{
    struct sb_json *json = reader->json;
    enum sb_json_event event = sb_json_next(json);
    if (event == SB_JSON_ARRAY)
        sb_npm_read_open_list(reader, slot);
    for (sb_str key; event == SB_JSON_OBJECT && sb_json_member(json, &key);) {
        if (sb_str_eq(key, SB_S("packages")))
            sb_npm_read_list(reader, slot);
        else if (!sb_json_skip(json, NULL))
            return;
    }
}

static void read_text_of(struct sb_npm_reader *reader, void *slot, sb_str name)
{
    struct sb_npm_pairs pairs = {0};
    sb_npm_read_pairs(reader, &pairs);
    *(sb_str *)slot = sb_npm_pair_get(&pairs, name);
}

static void read_directories(struct sb_npm_reader *reader, void *slot)
{
    read_text_of(reader, slot, SB_S("bin"));
}

#define AT(member) offsetof(struct sb_npm_manifest, member)
static const struct sb_npm_member members[] = {
    {"name", sb_npm_read_name, AT(name)},
    {"version", sb_npm_read_name, AT(version)},
    {"description", sb_npm_read_text, AT(description)},
    {"homepage", sb_npm_read_link, AT(homepage)},
    {"author", sb_npm_read_person, AT(author)},
    {"repository", sb_npm_read_link, AT(repository)},
    {"bugs", sb_npm_read_link, AT(bugs)},
    {"license", sb_npm_read_licence, AT(licence)},
    {"licenses", sb_npm_read_licences, AT(licence)},
    {"main", sb_npm_read_text, AT(main)},
    {"module", sb_npm_read_text, AT(module)},
    {"browser", sb_npm_read_bin, AT(browser)},
    {"exports", sb_npm_read_exports, AT(exports)},
    {"imports", sb_npm_read_exports, AT(imports)},
    {"binary", sb_npm_read_pairs, AT(binary)},
    {"_resolved", sb_npm_read_text, AT(resolved)},
    {"_from", sb_npm_read_text, AT(from)},
    {"_integrity", sb_npm_read_text, AT(integrity)},
    {"bin", sb_npm_read_bin, AT(bin)},
    {"directories", read_directories, AT(bin_folder)},
    {"scripts", sb_npm_read_pairs, AT(scripts)},
    {"dependencies", sb_npm_read_pairs, AT(deps[SB_NPM_RUNTIME])},
    {"optionalDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_OPTIONAL])},
    {"peerDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_PEER])},
    {"devDependencies", sb_npm_read_pairs, AT(deps[SB_NPM_DEV])},
    {"files", sb_npm_read_list, AT(files)},
    {"workspaces", sb_npm_read_workspaces, AT(workspaces)},
    {"bundleDependencies", read_bundles, AT(bundles)},
    {"bundledDependencies", read_bundles, AT(bundles)},
    {"gypfile", sb_npm_read_false, AT(no_gyp)},
    {"mocked", sb_npm_read_true, AT(mocked)},
};
#undef AT

static void read_members(struct sb_npm_reader *reader, struct sb_npm_manifest *manifest)
{
    sb_str key;
    while (sb_json_member(reader->json, &key)) {
        const struct sb_npm_member *member = sb_npm_member(members, SB_COUNT(members), key);
        if (member)
            member->read(reader, (char *)manifest + member->offset);
        else if (!sb_json_skip(reader->json, NULL))
            return;
    }
}

static void read(struct sb_npm_reader *reader, void *target)
{
    struct sb_npm_manifest *manifest = target;
    *manifest = (struct sb_npm_manifest){0};
    manifest->object = sb_npm_open(reader, SB_JSON_OBJECT);
    if (manifest->object)
        read_members(reader, manifest);
}

const struct sb_npm_manifest *sb_npm_manifest_read(sb_str bytes, struct sb_arena *arena)
{
    struct sb_npm_manifest *manifest = SB_NEW(arena, struct sb_npm_manifest);
    struct sb_npm_trouble trouble = sb_npm_json_read(bytes, arena, read, manifest);
    if (trouble.text.n == 0 && !manifest->object)
        trouble = (struct sb_npm_trouble){1, SB_S("the value is no object"), false};
    manifest->trouble = trouble;
    return manifest;
}

sb_str sb_npm_pair_get(const struct sb_npm_pairs *pairs, sb_str name)
{
    for (size_t i = pairs->n; i > 0; i--)
        if (sb_str_eq(pairs->p[i - 1].name, name))
            return pairs->p[i - 1].value;
    return SB_STR_NONE;
}
