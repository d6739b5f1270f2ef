using Fairlead.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Fairlead.Agent.Journal;

/// <summary>
/// The octets on the disk: appended whole or not at all, as far as whoever reads later can tell. Not for several threads at once.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly string _path;
    private SafeFileHandle? _handle;

    public JournalFile(string path) => _path = path;

    public long Length { get; private set; }

    /// <summary>The whole content; empty where there is no file yet.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public byte[] Read() => File.Exists(_path) ? File.ReadAllBytes(_path) : [];

    /// <summary>Everything behind this offset does not count and is cut off before the next append.</summary>
    public void ContinueAt(long length) => Length = length;

    /// <summary>Returns when the octets are on the disk, or without <paramref name="sync"/> when the kernel has them for it.</summary>
    /// <exception cref="IOException">They are not: no space, read-only, a failing disk. Nothing of them will be read later.</exception>
    public void Append(ReadOnlySpan<byte> octets, bool sync)
    {
        try
        {
            var handle = _handle ??= Open();
            RandomAccess.Write(handle, octets, Length);
            // fsync, not fdatasync: an append changes the length, so the file system commits the inode either way.
            if (sync)
            {
                RandomAccess.FlushToDisk(handle);
            }

            Length += octets.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What of it was written must not be found in front of the next record. Opening again cuts it, also when the
            // disk refuses to do so now; after a failed fsync the kernel's pages cannot be trusted anyhow.
            Close();
            throw error as IOException ?? new IOException(error.Message, error);
        }
    }

    /// <summary>Replaces the content: whoever opens the file sees the old one or the new one, never half of it.</summary>
    /// <exception cref="IOException">The old content stays.</exception>
    public void Replace(ReadOnlySpan<byte> octets)
    {
        var temporary = _path + ".new";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.Read, FileOptions.None))
        {
            RandomAccess.Write(file, octets, 0);
            RandomAccess.FlushToDisk(file);
        }

        Close();
        File.Move(temporary, _path, overwrite: true);
        DurableDirectory.Sync(Path.GetDirectoryName(_path)!);
        Length = octets.Length;
    }

    /// <summary>Renames the file away, so that it can be looked at later.</summary>
    public void SetAside(string path)
    {
        Close();
        File.Move(_path, path, overwrite: true);
        Length = 0;
    }

    public void Dispose() => Close();

    private SafeFileHandle Open()
    {
        var handle = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, FileOptions.None);
        try
        {
            RandomAccess.SetLength(handle, Length);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
