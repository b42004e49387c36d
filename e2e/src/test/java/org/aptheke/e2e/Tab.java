package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.Poll;

/**
 * A page of the console in a browser, with everything that it did wrong: errors of scripts, what its policy forbade, and
 * requests to anywhere else. For one thread.
 */
final class Tab implements AutoCloseable {
    private static final String REPORT_VIOLATIONS = "addEventListener('securitypolicyviolation',"
            + " e => console.error('forbidden by the policy: ' + e.violatedDirective + ' ' + e.blockedURI))";

    private final String site;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    Tab(String site, Page page) {
        this.site = site;
        this.page = page;
        page.addInitScript(REPORT_VIOLATIONS);
        page.onPageError(error -> faults.add("script: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                faults.add(message.type() + ": " + message.text());
            }
        });
        page.onDialog(dialog -> {
            faults.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(site)) {
                faults.add("asks elsewhere: " + request.url());
            }
        });
    }

    /** Goes to a page and waits for all that belongs to it. */
    Response go(String path) {
        var answer = page.navigate(site + path);
        page.waitForLoadState(LoadState.LOAD);
        return answer;
    }

    Page page() {
        return page;
    }

    String text() {
        return page.locator("body").innerText();
    }

    /** Waits until the page says so. */
    void awaitText(String part) {
        Poll.until(() -> part + " in " + text(), () -> text().contains(part));
    }

    void awaitPath(String path) {
        page.waitForURL(url -> url.startsWith(site + path));
    }

    /** What went wrong so far. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Forgets faults that were expected. */
    void forgetFaults() {
        faults.clear();
    }

    void isWithoutFaults() {
        assertThat(faults).as("faults of %s", page.url()).isEmpty();
    }

    /** By the rules of WCAG 2.1 AA that a program can check. */
    void isAccessible() {
        var violations = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"))
                .analyze()
                .getViolations();
        assertThat(violations)
                .as("what axe finds at %s", page.url())
                .extracting(rule -> rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp() + " "
                        + rule.getNodes().stream()
                                .map(node -> node.getHtml())
                                .limit(3)
                                .toList())
                .isEmpty();
    }

    void fitsItsWidth() {
        var over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(over).as("pixels that %s is too wide", page.url()).isEqualTo(0);
    }

    /** By what it is and what it is called, as somebody finds it who does not see it. */
    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Whether there are such buttons. */
    boolean offers(String name) {
        return button(name).count() > 0;
    }

    /** The only script is the page's own, and nothing that was shown has become an element that does something. */
    void hasNoOtherMarkup() {
        assertThat(page.evaluate("document.querySelectorAll('script').length + '/'"
                        + " + document.querySelectorAll('img, iframe, object, embed, [onerror], [onload]').length"))
                .as("scripts and foreign elements at %s", page.url())
                .isEqualTo("1/0");
    }

    /** A colour as it is computed, {@code rgb(r, g, b)}. */
    String color(String selector, String property) {
        return (String) page.evaluate(
                "([selector, property]) => getComputedStyle(document.querySelector(selector))[property]",
                List.of(selector, property));
    }

    @Override
    public void close() {
        page.context().close();
    }
}
