package org.aptheke.main;

import java.util.ArrayList;
import java.util.List;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.HttpUrl;
import org.aptheke.config.Upstreams;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.remap.Remap;

/** From the tables of remaps to remaps, lists of mirrors read. */
final class MappedRemaps {
    private MappedRemaps() {}

    static List<Remap> of(List<Upstreams.Remap> tables) throws StartFailure {
        var remaps = new ArrayList<Remap>();
        for (var table : tables) {
            var from = new ArrayList<Remap.From>();
            for (var place : table.from()) {
                switch (place) {
                    case Upstreams.Place.BelowPath(var path) -> from.add(new Remap.From.Path(path));
                    case Upstreams.Place.Url(var url) -> from.add(new Remap.From.Url(target(url)));
                    case Upstreams.Place.ListFile(var path) ->
                        MirrorFiles.read(path).names().forEach(mirror -> from.add(new Remap.From.Url(mirror)));
                }
            }
            var to = new ArrayList<TargetUri>();
            for (var place : table.to()) {
                switch (place) {
                    case Upstreams.Place.BelowPath(var path) -> throw new IllegalStateException("no mirror: " + path);
                    case Upstreams.Place.Url(var url) -> to.add(target(url));
                    case Upstreams.Place.ListFile(var path) ->
                        to.addAll(MirrorFiles.read(path).mirrors());
                }
            }
            remaps.add(new Remap(table.name(), from, to, table.credentials(), table.parent(), table.patience()));
        }
        return remaps;
    }

    static TargetUri target(HttpUrl url) {
        Scheme scheme = url.scheme().equals("https") ? Scheme.HTTPS : Scheme.HTTP;
        return new TargetUri(scheme, url.host(), url.port(), url.path(), "");
    }
}
