namespace Fairlead.Vpc.Tests.Storage;

/// <summary>State files as a crash leaves them: copied while somebody has them open.</summary>
internal static class StateFileCopies
{
    public static string Copy(string from, string to)
    {
        foreach (var end in new[] { "", "-wal" })
        {
            File.WriteAllBytes(to + end, ReadOpen(from + end));
        }

        return to;
    }

    public static void Change(string path, Func<byte[], byte[]> how) => File.WriteAllBytes(path, how(File.ReadAllBytes(path)));

    private static byte[] ReadOpen(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
