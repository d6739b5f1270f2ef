using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>What it takes to start the plug-in at all, how large it is, and whether it needs anything of the host.</summary>
internal static class StartMeasure
{
    private const int Runs = 200;

    // PT_INTERP of elf(5): a program that has it is started by a dynamic linker.
    private const uint Interpreter = 3;

    public static void Run(BenchContext bench)
    {
        bench.Say("start of the plug-in");
        var own = new List<TimeSpan>();
        var peer = new List<TimeSpan>();
        for (var i = 0; i < Runs; i++)
        {
            own.Add(BenchContext.Check(bench.Fairlead.Version(), "VERSION").Wall);
            if (bench.Peer is { } other)
            {
                peer.Add(BenchContext.Check(other.Version(), "VERSION").Wall);
            }
        }

        bench.Add(Figure.Ratio("start of the plug-in (VERSION)", Spread.OfMilliseconds(own), Spread.OfMilliseconds(peer), "ms", Bound.AtMost, 1.0));
        bench.Add(Figure.Plain("size of the plug-in", new FileInfo(bench.Folders.Plugin).Length / 1048576.0, "MB", Bound.AtMost, 3));
        bench.Add(Figure.Plain("programs that must be there to load it", IsStatic(bench.Folders.Plugin) ? 0 : 1, "", Bound.AtMost, 0) with { Note = "0: it is static" });
    }

    public static void RunTool(BenchContext bench)
    {
        bench.Say("start of the tool");
        var tool = $"{bench.Folders.Root}/fairlead";
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}").ToList();
        var runs = Enumerable.Range(0, 10).Select(_ => BenchContext.Check(Spawn.Run(tool, ["--version"], environment, []), "./fairlead --version").Wall).ToList();
        bench.Add(new Figure("./fairlead --version", Spread.OfMilliseconds(runs), "ms", null, Spread.OfMilliseconds(runs).Median, Bound.AtMost, 500));
    }

    private static bool IsStatic(string path)
    {
        var file = File.ReadAllBytes(path);
        var (start, size, count) = ((int)BitConverter.ToInt64(file, 32), BitConverter.ToUInt16(file, 54), BitConverter.ToUInt16(file, 56));
        return Enumerable.Range(0, count).All(i => BitConverter.ToUInt32(file, start + i * size) != Interpreter);
    }
}
