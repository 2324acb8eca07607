#include "policy/check.h"

sb_rc sb_check_range(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_pattern *package,
                     const struct sb_vers *versions)
{
    if (!versions->text.n || !package->text.n || sb_str_eq(versions->type, package->type))
        return SB_OK;
    return sb_yaml_fail(r->text, sb_yaml_member(node, "versions")->at, SB_E_SYNTAX, r->err,
                        "versions are of type %.*s, and the package of type %.*s", SB_FMT(versions->type),
                        SB_FMT(package->type));
}

sb_rc sb_check_schema(struct sb_key_reading *r, const struct sb_yaml *root, const char *schema)
{
    const struct sb_yaml *node = sb_yaml_member(root, "schema");
    if (!node || sb_str_eq(node->text, sb_str_of(schema)))
        return SB_OK; /* the table of keys tells of one that is not there */
    return sb_yaml_fail(r->text, node->at, SB_E_UNSUPPORTED, r->err, "schema must be %s", schema);
}
