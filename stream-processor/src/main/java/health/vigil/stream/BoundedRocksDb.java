package health.vigil.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// One cache and one budget of write buffers for all stores of the process, however many partitions it has: by default
/// every store takes its own.
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final Cache CACHE = new LRUCache(64 * MEBIBYTE);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(32 * MEBIBYTE, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(CACHE);
            table.setCacheIndexAndFilterBlocks(true);
            options.setTableFormatConfig(table);
        }
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(4 * MEBIBYTE);
        options.setMaxWriteBufferNumber(2);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and budget are shared by all stores and live as long as the process.
    }
}
