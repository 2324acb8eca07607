#include "source/sealed.h"

/* How formats begin whose content is dense. A beginning counts only under the format's own suffix: nobody reads the
 * beginning of a picture in what is called x.dat. */
static const struct {
    const char *suffix;
    uint8_t at;
    sb_str bytes;
} formats[] = {
    {".7z", 0, {"7z\xbc\xaf", 4}},
    {".arrow", 0, {"ARROW1", 6}},
    {".avi", 0, {"RIFF", 4}},
    {".avif", 4, {"ftyp", 4}},
    {".bmp", 0, {"BM", 2}},
    {".cer", 0, {"\x30", 1}},
    {".crt", 0, {"\x30", 1}},
    {".cur", 0, {"\0\0\2\0", 4}},
    {".db", 0, {"SQLite format 3", 15}},
    {".dcm", 128, {"DICM", 4}},
    {".dds", 0, {"DDS ", 4}},
    {".der", 0, {"\x30", 1}},
    {".eot", 34, {"LP", 2}},
    {".feather", 0, {"ARROW1", 6}},
    {".flac", 0, {"fLaC", 4}},
    {".gguf", 0, {"GGUF", 4}},
    {".gif", 0, {"GIF8", 4}},
    {".glb", 0, {"glTF", 4}},
    {".gpg", 0, {"\x99", 1}},
    {".gpg", 0, {"\x98", 1}},
    {".gpg", 0, {"\xc6", 1}},
    {".h5", 0, {"\x89HDF", 4}},
    {".hdf5", 0, {"\x89HDF", 4}},
    {".heic", 4, {"ftyp", 4}},
    {".icns", 0, {"icns", 4}},
    {".ico", 0, {"\0\0\1\0", 4}},
    {".jpeg", 0, {"\xff\xd8\xff", 3}},
    {".jpg", 0, {"\xff\xd8\xff", 3}},
    {".jxl", 0, {"\xff\x0a", 2}},
    {".jxl", 4, {"JXL ", 4}},
    {".keras", 0, {"\x89HDF", 4}},
    {".ktx2", 0, {"\xabKTX", 4}},
    {".lz4", 0, {"\x04\x22\x4d\x18", 4}},
    {".lzma", 0, {"\x5d\0\0", 3}},
    {".m4a", 4, {"ftyp", 4}},
    {".m4v", 4, {"ftyp", 4}},
    {".mkv", 0, {"\x1a\x45\xdf\xa3", 4}},
    {".mov", 4, {"ftyp", 4}},
    {".mp3", 0, {"ID3", 3}},
    {".mp3", 0, {"\xff\xf3", 2}},
    {".mp3", 0, {"\xff\xfb", 2}},
    {".mp4", 4, {"ftyp", 4}},
    {".npy", 0, {"\x93NUMPY", 6}},
    {".oga", 0, {"OggS", 4}},
    {".ogg", 0, {"OggS", 4}},
    {".ogv", 0, {"OggS", 4}},
    {".opus", 0, {"OggS", 4}},
    {".otf", 0, {"OTTO", 4}},
    {".p12", 0, {"\x30", 1}},
    {".parquet", 0, {"PAR1", 4}},
    {".pdf", 0, {"%PDF", 4}},
    {".pfx", 0, {"\x30", 1}},
    {".pgp", 0, {"\x99", 1}},
    {".png", 0, {"\x89PNG", 4}},
    {".psd", 0, {"8BPS", 4}},
    {".rar", 0, {"Rar!", 4}},
    {".sqlite", 0, {"SQLite format 3", 15}},
    {".sqlite3", 0, {"SQLite format 3", 15}},
    {".tflite", 4, {"TFL3", 4}},
    {".tif", 0, {"II*\0", 4}},
    {".tif", 0, {"MM\0*", 4}},
    {".tiff", 0, {"II*\0", 4}},
    {".tiff", 0, {"MM\0*", 4}},
    {".ttc", 0, {"ttcf", 4}},
    {".ttf", 0, {"\0\1\0\0", 4}},
    {".ttf", 0, {"true", 4}},
    {".wav", 0, {"RIFF", 4}},
    {".webm", 0, {"\x1a\x45\xdf\xa3", 4}},
    {".webp", 0, {"RIFF", 4}},
    {".woff", 0, {"wOFF", 4}},
    {".woff2", 0, {"wOF2", 4}},
};

static bool is_known(sb_str name, sb_str front)
{
    size_t dot = sb_str_rchr(name, '.');
    sb_str suffix = dot == SB_NPOS ? SB_STR_NONE : sb_str_from(name, dot);
    for (size_t i = 0; i < SB_COUNT(formats); i++)
        if (sb_str_eq_nocase(suffix, sb_str_of(formats[i].suffix)) &&
            sb_str_eq(sb_str_part(front, formats[i].at, formats[i].bytes.n), formats[i].bytes))
            return true;
    return false;
}

uint16_t sb_sealed_density(struct sb_measure *m, sb_str name, sb_str front)
{
    if (front.n < SB_SEALED_BYTES || is_known(name, front))
        return 0;
    uint16_t entropy = sb_measure_density(m, sb_str_part(front, 0, SB_SAMPLE_FRONT));
    return entropy < SB_SEALED_ENTROPY ? 0 : entropy;
}
