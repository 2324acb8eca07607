/* deb822: values are slices of the input in order, lines count up, nothing is met twice. */
#include "text/deb822.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void read_all(sb_str input, bool headers_only, size_t max_value)
{
    struct sb_deb822 reader;
    enum sb_deb822_event event;
    const char *at = input.p;
    uint32_t line = 0;
    bool in_paragraph = false;
    sb_deb822_init(&reader, input, headers_only);
    reader.max_value = max_value;
    while ((event = sb_deb822_next(&reader)) != SB_DEB822_END) {
        if (event == SB_DEB822_PARAGRAPH) {
            must(in_paragraph);
            in_paragraph = false;
            continue;
        }
        bool field = event == SB_DEB822_FIELD || event == SB_DEB822_TOO_LONG;
        in_paragraph |= field;
        must(field == (reader.name.n > 0));
        must(!reader.name.n || reader.name.p >= at);
        must(reader.line > line);
        line = reader.line;
        if (reader.value.n) {
            must(reader.value.p >= at && reader.value.p + reader.value.n <= input.p + input.n);
            at = reader.value.p + reader.value.n;
        }
        must(!field || reader.value.n <= max_value);
        must(event != SB_DEB822_BODY || headers_only);
    }
    must(!in_paragraph);
    must(sb_deb822_next(&reader) == SB_DEB822_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str input = sb_str_n((const char *)data, size);
    read_all(input, false, 1 << 20);
    read_all(input, true, 1 << 20);
    read_all(input, false, 16);
    return 0;
}
