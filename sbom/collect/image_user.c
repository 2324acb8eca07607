#include "collect/image_user.h"

#include "base/base.h"
#include "base/buf.h"

/* name:password:uid:gid, name:password:gid. Engines trim lines and take what is missing or no number for 0. */
struct account {
    sb_str name, ids[2];
};

static bool is_zero(sb_str number)
{
    uint64_t value;
    if (!sb_str_chop(&number, SB_S("+")))
        sb_str_chop(&number, SB_S("-"));
    return !sb_str_u64(number, &value) || value == 0;
}

static bool is_number(sb_str text)
{
    uint64_t value;
    if (!sb_str_chop(&text, SB_S("+")))
        sb_str_chop(&text, SB_S("-"));
    return sb_str_u64(text, &value);
}

/* ---- what is kept ---- */

static struct account split(sb_str line)
{
    struct account account;
    sb_str password;
    line = sb_str_trim(line);
    sb_str_cut(&line, ':', &account.name);
    sb_str_cut(&line, ':', &password);
    sb_str_cut(&line, ':', &account.ids[0]);
    sb_str_cut(&line, ':', &account.ids[1]);
    return account;
}

/* 0: root; 1: of root's group; 2: others. */
static unsigned rank(const struct account *account, bool group)
{
    return is_zero(account->ids[0]) ? 0 : !group && is_zero(account->ids[1]) ? 1 : 2;
}

static void add_id(struct sb_buf *text, sb_str id)
{
    sb_buf_chr(text, ':');
    sb_buf_str(text, is_zero(id) ? SB_S("0") : id);
}

/* False where there is no more room. */
static bool add(struct sb_buf *text, const struct account *account, bool group)
{
    size_t n = account->name.n + account->ids[0].n + account->ids[1].n;
    if (n > SB_USER_IDS_BYTES || text->n > SB_USER_IDS_BYTES - n - 16) {
        sb_buf_str(text, SB_S(":0:0\n"));
        return false;
    }
    sb_buf_str(text, account->name);
    add_id(text, account->ids[0]);
    if (!group)
        add_id(text, account->ids[1]);
    sb_buf_chr(text, '\n');
    return true;
}

sb_str sb_user_ids(sb_str bytes, bool group, struct sb_arena *arena)
{
    struct sb_buf text = {0};
    bool room = true;
    for (unsigned wanted = 0; wanted <= 2 && room; wanted++) {
        sb_str rest = bytes, line;
        while (room && sb_str_line(&rest, &line)) {
            const struct account account = split(line);
            if (account.name.n && rank(&account, group) == wanted)
                room = add(&text, &account, group);
        }
    }
    sb_str kept = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return kept;
}

/* ---- what it says of a user ---- */

static bool is_group_zero(sb_str group, sb_str groups)
{
    sb_str line, name;
    if (is_number(group) && is_zero(group))
        return true;
    while (sb_str_line(&groups, &line)) {
        sb_str_cut(&line, ':', &name);
        if (sb_str_starts(line, SB_S("0")) && (name.n == 0 || sb_str_eq(name, group)))
            return true;
    }
    return false;
}

/* A number is no name, but there were engines that asked for one first; who is not listed is in group 0. */
unsigned sb_user_rights(sb_str user, sb_str users, sb_str groups)
{
    sb_str name, group = user, line, other, uid;
    bool has_group = sb_str_cut(&group, ':', &name) && group.n, listed = false;
    unsigned rights = name.n == 0 || (is_number(name) && is_zero(name)) ? SB_USER_ROOT : 0;
    if (has_group && is_group_zero(group, groups))
        rights |= SB_USER_ROOT_GROUP;
    while (sb_str_line(&users, &line)) {
        sb_str_cut(&line, ':', &other);
        sb_str_cut(&line, ':', &uid);
        if (other.n && !sb_str_eq(other, name) && !sb_str_eq(uid, name))
            continue;
        listed = true;
        rights |= sb_str_eq(uid, SB_S("0")) ? SB_USER_ROOT : 0;
        rights |= !has_group && sb_str_eq(line, SB_S("0")) ? SB_USER_ROOT_GROUP : 0;
    }
    return rights | (!listed && !has_group && is_number(name) ? SB_USER_ROOT_GROUP : 0);
}
