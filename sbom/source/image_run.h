/* What an image's configuration runs. Private to the folder. */
#ifndef SB_SOURCE_IMAGE_RUN_H
#define SB_SOURCE_IMAGE_RUN_H

#include "source/image.h"
#include "source/image_json.h"

/* RUN: the member "config"; NULL: the image has none. Texts are copied into ARENA. */
void sb_image_take_runs(struct sb_image *image, struct sb_arena *arena, const cJSON *run);

#endif
