#pragma once
#include <pango/pangocairo.h>

// GObject's release wants an untyped pointer; the rest is as Swift imports it.
static inline void segue_release_layout(PangoLayout *layout) { g_object_unref(layout); }
