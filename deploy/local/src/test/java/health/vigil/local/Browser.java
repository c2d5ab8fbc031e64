package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;

/// A real Chromium, driven as a person would.
final class Browser implements AutoCloseable {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDE = 1100;
    private static final int PHONE = 390;

    private final ChromeDriver driver;
    private final String root;

    private Browser(ChromeDriver driver, String root) {
        this.driver = driver;
        this.root = root;
    }

    /// Where there is no Chromium the tests are skipped, except in the continuous integration, where there must be one.
    private static void require() {
        var present = CHROMIUM.canExecute() && DRIVER.canExecute();
        var missing = "these tests need %s and %s (Debian: chromium, chromium-driver)".formatted(CHROMIUM, DRIVER);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present).as(missing).isTrue();
        }
        assumeTrue(present, missing);
    }

    /// With an empty profile.
    static Browser open(String root) {
        require();
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER)
                .usingAnyFreePort()
                .build();
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var browser = new Browser(new ChromeDriver(service, options), root);
        browser.wide();
        return browser;
    }

    void go(String path) {
        driver.get(root + path);
    }

    String path() {
        return driver.getCurrentUrl().substring(root.length());
    }

    /// Returns once the next page is there.
    void signIn(String username, String password) {
        enter(username, password);
        await().atMost(PATIENCE).until(() -> !path().equals("/login"));
    }

    /// Fills in the form for signing in, and sends it off.
    void enter(String username, String password) {
        go("/login");
        write("[name=username]", username);
        write("[name=password]", password, Keys.ENTER);
    }

    void signOut() {
        click("form.who button");
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /// The visible text; empty while there is no such element, or another is just put into its place.
    String text(String selector) {
        try {
            return one(selector).getText();
        } catch (NoSuchElementException | StaleElementReferenceException _) {
            return "";
        }
    }

    /// Types keys where the focus is, as a keyboard does: whatever is put into the place of an element meanwhile.
    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /// Clicks what is there, or is just put into its place.
    void click(String selector) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> {
                    one(selector).click();
                    return true;
                });
    }

    /// Presses the mouse left of the middle of an element, and lets go so far to the right of there.
    void drag(String selector, int left, int right) {
        new Actions(driver)
                .moveToElement(one(selector), -left, 0)
                .clickAndHold()
                .moveByOffset(right, 0)
                .release()
                .perform();
    }

    /// Clicks into a field, and types.
    void write(String selector, CharSequence... keys) {
        click(selector);
        type(keys);
    }

    /// Replaces what a field holds.
    void rewrite(String selector, CharSequence keys) {
        click(selector);
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(keys)
                .perform();
    }

    String script(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    private int number(String expression) {
        return Integer.parseInt(script("return Math.round(" + expression + ")"));
    }

    void wide() {
        size(WIDE, 900);
    }

    void narrow() {
        size(PHONE, 844);
    }

    private void size(int width, int height) {
        // Windows have a least width; the emulated screen has not.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void light() {
        colours("light");
    }

    void dark() {
        colours("dark");
    }

    private void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// Keeps what the whole page looks like in `target/screenshots`.
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        var width = number("innerWidth");
        var height = number("Math.max(innerHeight, document.documentElement.scrollHeight)");
        size(width, Math.min(3000, height));
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        size(width, width == PHONE ? 844 : 900);
    }

    /// What came out of a printer: how many pages, and what stands on them.
    record Printed(int pages, String text) {}

    /// Prints the page to `target/screenshots` as PDF.
    Printed print(String name) throws IOException {
        var bytes = Base64.getDecoder().decode(driver.print(new PrintOptions()).getContent());
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".pdf"), bytes);
        try (var document = Loader.loadPDF(bytes)) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, 96);
            ImageIO.write(
                    image, "png", SCREENSHOTS.resolve(name + "-printed.png").toFile());
            return new Printed(document.getNumberOfPages(), new PDFTextStripper().getText(document));
        }
    }

    /// How far the page is wider than the window.
    int overflow() {
        return number("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /// What axe-core finds wrong by WCAG 2.2 AA, if it is serious or worse.
    List<String> barriers() {
        return new AxeBuilder()
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze(driver)
                        .getViolations()
                        .stream()
                        .filter(rule -> "serious".equals(rule.getImpact()) || "critical".equals(rule.getImpact()))
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getHtml()))
                                        .limit(3)
                                        .toList())
                        .toList();
    }

    /// What the browser complained of since the last call: errors of scripts, of the network, of the security policy.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::toString)
                .toList();
    }

    /// The page can be read by everybody, on a telephone and in the dark.
    void inspect(String name) throws IOException {
        wide();
        light();
        screenshot(name);
        assertThat(barriers()).as(name).isEmpty();
        narrow();
        assertThat(overflow()).as(name).isZero();
        dark();
        screenshot(name + "-narrow-dark");
        assertThat(barriers()).as(name).isEmpty();
        wide();
        light();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
