package org.aptheke.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The templates of the pages, as classes of this package. They escape all that is put into them. Safe for use by many threads. */
final class Templates {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());

    private Templates() {}

    static String render(String name, Object view) {
        var html = new StringOutput();
        ENGINE.render(name + ".jte", view, html);
        return html.toString();
    }
}
