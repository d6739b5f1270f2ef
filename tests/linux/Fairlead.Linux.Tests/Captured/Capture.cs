namespace Fairlead.Linux.Tests.Captured;

/// <summary>
/// What real programs said to a real kernel and heard from it, as eng/capture-netlink.sh recorded it: a command as a comment, below
/// it a line a datagram in hexadecimal, <c>&gt;</c> to the kernel and <c>&lt;</c> from it.
/// </summary>
internal static class Capture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Captured");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Commands and what they sent.</summary>
    public static IEnumerable<(string Command, byte[] Datagram)> Sent(string name) => Read(name, '>');

    public static IEnumerable<(string Command, byte[] Datagram)> Heard(string name) => Read(name, '<');

    private static IEnumerable<(string Command, byte[] Datagram)> Read(string name, char way)
    {
        var command = "";
        foreach (var line in File.ReadLines(PathOf(name)))
        {
            if (line[0] == '#')
            {
                command = line[2..];
            }
            else if (line[0] == way)
            {
                yield return (command, Convert.FromHexString(line.AsSpan(2)));
            }
        }
    }
}
