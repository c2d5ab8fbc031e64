package health.vigil.local.replay;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// The look of a progress bar.
public final class Progress {

    private Progress() {}

    public static ProgressBar bar(String task, long total) {
        return new ProgressBarBuilder()
                .setTaskName("%-11s".formatted(task))
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setMaxRenderedLength(100)
                .showSpeed()
                .build();
    }
}
