package health.vigil.care.provisioning;

import io.nayuki.qrcodegen.QrCode;

/// A text as a QR code, to be drawn into a page.
public record QrImage(int size, String path) {

    private static final int QUIET = 4;

    /// Draws that text.
    public static QrImage of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (var row = 0; row < code.size; row++) {
            for (var column = 0; column < code.size; column++) {
                if (code.getModule(column, row)) {
                    path.append('M')
                            .append(column + QUIET)
                            .append(' ')
                            .append(row + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrImage(code.size + 2 * QUIET, path.toString());
    }
}
