/** picocli, a command line parser; unchanged sources of version 4.7.7. */
module info.picocli {
    exports picocli;
}
