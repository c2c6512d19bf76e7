#pragma once
#include <gdk-pixbuf/gdk-pixbuf.h>

// What Swift cannot import: GObject's casting macros around signals and releases.

typedef void (*segue_on_size)(GdkPixbufLoader *loader, int width, int height, void *context);

static inline void segue_watch_size(GdkPixbufLoader *loader, segue_on_size call, void *context) {
    g_signal_connect(loader, "size-prepared", G_CALLBACK(call), context);
}

static inline void segue_release_loader(GdkPixbufLoader *loader) { g_object_unref(loader); }

static inline void segue_release_pixbuf(GdkPixbuf *pixbuf) { g_object_unref(pixbuf); }

static inline GdkPixbuf *segue_retain_pixbuf(GdkPixbuf *pixbuf) { return g_object_ref(pixbuf); }
