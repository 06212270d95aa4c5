package io.concord.document;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the type face of PDF files is found.
///
/// @param fonts TrueType files or collections with Chinese characters, the best first: a path, or a name that is looked
/// for
///   in the folders. OpenType files with PostScript outlines (Noto CJK, Source Han) cannot be embedded.
/// @param fontFolders searched with all that is in them; `~` is the home of the user who runs the node
@ConfigurationProperties("concord.print")
public record PrintSettings(
        @DefaultValue({
            "simfang.ttf",
            "FangSong.ttf",
            "STFANGSO.TTF",
            "simsun.ttc",
            "uming.ttc",
            "wqy-zenhei.ttc",
            "wqy-microhei.ttc",
            "DroidSansFallbackFull.ttf"
        })
        List<String> fonts,

        @DefaultValue({
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "~/.local/share/fonts",
            "/Library/Fonts",
            "C:/Windows/Fonts"
        })
        List<String> fontFolders) {}
