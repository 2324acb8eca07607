/* Three lines are three versions: each scheme must order them without contradiction. */
#include "id/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void check_scheme(const struct sb_version_scheme *scheme, const sb_str v[3])
{
    int order[3][3];
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++) {
            order[i][k] = scheme->compare(v[i], v[k]);
            require(order[i][k] >= -1 && order[i][k] <= 1);
        }
        uint64_t numbers[4];
        require(scheme->release(v[i], numbers, 4) <= 4);
        scheme->valid(v[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        require(order[i][i] == 0);
        size_t k = (i + 1) % 3, l = (i + 2) % 3;
        require(order[i][k] == -order[k][i]);
        if (order[i][k] <= 0 && order[k][l] <= 0)
            require(order[i][l] <= 0);
        if (order[i][l] <= 0 && order[l][k] <= 0)
            require(order[i][k] <= 0);
        bool same = sb_version_step(scheme, v[i], v[k]) == SB_STEP_SAME;
        require(same == (order[i][k] == 0));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sb_version_scheme *const schemes[] = {&sb_version_deb, &sb_version_rpm, &sb_version_semver,
                                                              &sb_version_pep440, &sb_version_generic};
    sb_str rest = sb_str_n((const char *)data, size), v[3];
    for (size_t i = 0; i < 3; i++)
        sb_str_cut(&rest, '\n', &v[i]);
    for (size_t i = 0; i < SB_COUNT(schemes); i++)
        check_scheme(schemes[i], v);
    return 0;
}
