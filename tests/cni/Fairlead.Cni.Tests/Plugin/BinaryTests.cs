using System.Buffers.Binary;
using System.Globalization;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>The file itself: small, one piece, and alone when it runs.</summary>
public sealed class BinaryTests
{
    [Fact]
    public void It_is_at_most_3_MB() => Assert.InRange(new FileInfo(PluginBinary.Path).Length, 1, 3_000_000);

    [Fact]
    public void It_is_static_and_needs_no_relocation()
    {
        var octets = File.ReadAllBytes(PluginBinary.Path);
        // ELF-64: e_type at 16 (2 is EXEC, 3 a PIE), e_phoff at 32, e_phentsize at 54, e_phnum at 56; p_type 3 is PT_INTERP, the dynamic linker.
        Assert.Equal(2, BinaryPrimitives.ReadUInt16LittleEndian(octets.AsSpan(16)));
        var start = (int)BinaryPrimitives.ReadUInt64LittleEndian(octets.AsSpan(32));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(octets.AsSpan(54));
        var headers = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(octets.AsSpan(56)));
        Assert.DoesNotContain(3u, headers.Select(i => BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(start + (i * size)))));
    }

    [Fact]
    public async Task It_starts_no_child_and_leaves_none()
    {
        using var call = new PluginCall();
        using var agent = FakeAgent.Hung(call.Socket);
        using var process = PluginRun.Start([PluginBinary.Path], call.Variables("ADD"));
        await PluginRun.Write(process, global::System.Text.Encoding.UTF8.GetBytes(call.Configuration));
        // It has done everything now but to wait for the answer.
        await agent.Heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(ChildrenOf(process.Id));
        process.Kill();
    }

    /// <summary>What makes a start slow on a real node: a libc loaded after all, and reading as many mounts as pods have.</summary>
    [Fact]
    public async Task It_opens_no_library_and_no_list_of_mounts()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var strace = new[] { "/usr/bin/strace", Path.Combine(cache, "fairlead/peers/root/usr/bin/strace") }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(strace is null, "strace is missing: run eng/peers.sh");
        var run = await PluginRun.Of([strace!, "-f", "-e", "trace=openat,open", PluginBinary.Path], [new("CNI_COMMAND", "VERSION")], []);
        Assert.SkipWhen(run.Errors.Contains("Operation not permitted", StringComparison.Ordinal), "programs may not be traced here");
        Assert.Contains("openat(", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(".so", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("mountinfo", run.Errors, StringComparison.Ordinal);
    }

    // proc(5): "pid (comm) state ppid …".
    private static IEnumerable<int> ChildrenOf(int parent) =>
        from folder in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let stat = Read(folder + "/stat")
        where stat is not null && int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture) == parent
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
