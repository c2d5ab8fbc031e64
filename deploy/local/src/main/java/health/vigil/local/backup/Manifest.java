package health.vigil.local.backup;

import java.util.List;
import java.util.Map;

/// What a backup says of itself.
///
/// @param takenAt ISO 8601
/// @param migrations the latest of each schema: rows fit into tables of that shape only
record Manifest(int format, String takenAt, Map<String, String> migrations, List<Table> tables) {

    static final int FORMAT = 1;

    /// @param sha256 of its rows as they are in the archive
    record Table(String name, List<String> columns, long rows, String sha256) {}
}
