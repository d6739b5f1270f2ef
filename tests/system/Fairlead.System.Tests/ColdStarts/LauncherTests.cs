using System.Diagnostics;
using Fairlead.Lab.Processes;

namespace Fairlead.System.Tests.ColdStarts;

/// <summary>The launcher on a fresh clone, with an SDK that only writes down what it was asked: what it builds, and when it does not.</summary>
public sealed class LauncherTests : IDisposable
{
    // `dotnet build … PROJECT` makes the tool, as far as the launcher looks; `dotnet …/fairlead.dll` is the tool.
    private const string Sdk = """
        #!/bin/sh
        root=$(dirname "$(dirname "$0")")
        case $1 in
          --list-sdks) echo '10.0.100 [/sdk]' ;;
          build)
            echo build >> "$root/asked"; sleep 0.3
            [ ! -e "$root/broken" ] || { echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1; }
            mkdir -p "$root/a clone/artifacts/bin/fairlead/release"; : > "$root/a clone/artifacts/bin/fairlead/release/fairlead.dll" ;;
          */fairlead.dll) shift; echo "ran $*" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-launcher-").FullName;
    private readonly string _clone;

    public LauncherTests()
    {
        _clone = Path.Combine(_folder, "a clone");
        foreach (var folder in new[] { "src/apps/fairlead", "src/apps/fairlead-cni", "tests", "bench", "eng" })
        {
            Directory.CreateDirectory(Path.Combine(_clone, folder));
        }

        var repository = Path.GetFullPath(Path.Combine(Installation.Current.Root, ".."));
        foreach (var file in new[] { "fairlead", "eng/find-dotnet.sh", "global.json", "Directory.Build.props" })
        {
            File.Copy(Path.Combine(repository, file), Path.Combine(_clone, file));
        }

        Write("a clone/src/Program.cs", "one");
        Write("sdk/dotnet", Sdk);
        Write("a clone/eng/build-cni", "#!/bin/sh\ncd \"$(dirname \"$0\")/..\" && mkdir -p artifacts/cni && : > artifacts/cni/stamp && cp /bin/true artifacts/cni/fairlead-cni\n");
        Run.ToEnd(["chmod", "-R", "a+rX", _folder]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_builds_once_from_any_folder_in_a_path_with_a_space_and_again_when_sources_change()
    {
        Assert.Equal("ran lab status --name 'x y'\n", Launch("lab", "status", "--name", "'x y'").Output);
        Assert.Equal("ran again\n", Launch("again").Output);
        Assert.Equal(1, Builds);

        Write("a clone/src/Program.cs", "two");
        Launch("x");
        Assert.Equal(2, Builds);
        // A file that went makes its folder newer.
        File.Delete(Path.Combine(_clone, "src/Program.cs"));
        Launch("x");
        Launch("x");
        Assert.Equal(3, Builds);

        File.CreateSymbolicLink(Path.Combine(_folder, "link"), Path.Combine(_clone, "fairlead"));
        Assert.Equal("ran by link\n", Start([Path.Combine(_folder, "link"), "by", "link"]).Output);
    }

    [Fact]
    public void Two_at_once_build_once()
    {
        var done = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(i => Launch($"{i}")).ToList();
        Assert.All(done, one => Assert.True(one.Status == 0, one.Errors));
        Assert.Equal(["ran 0\n", "ran 1\n", "ran 2\n", "ran 3\n"], done.Select(one => one.Output).Order());
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void A_build_that_fails_is_told_and_tried_again()
    {
        Write("broken", "");
        var done = Launch("x");
        Assert.Equal((1, ""), (done.Status, done.Output));
        Assert.Contains("Program.cs(1,1): error CS1002", done.Errors);
        Assert.Contains("the build failed; all of it is in ", done.Errors);
        File.Delete(Path.Combine(_folder, "broken"));
        Assert.Equal("ran x\n", Launch("x").Output);
    }

    [Fact]
    public void Somebody_elses_clone_that_was_built_is_used_and_one_that_was_not_says_so()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("becoming somebody else takes root");
        }

        string[] asNobody = ["setpriv", "--reuid=64321", "--regid=64321", "--clear-groups", "env", "-u", "HOME", Path.Combine(_clone, "fairlead"), "hello"];
        var early = Start(asNobody);
        Assert.Equal(1, early.Status);
        Assert.Contains("nothing is built yet, and", early.Errors);
        Launch("x");
        // Its sources may even be newer.
        Write("a clone/src/Program.cs", "two");
        Assert.Equal("ran hello\n", Start(asNobody).Output);
    }

    [Fact]
    public void The_real_tool_starts_at_once()
    {
        var launcher = Path.GetFullPath(Path.Combine(Installation.Current.Root, "..", "fairlead"));
        var took = Enumerable.Range(0, 3).Select(_ =>
        {
            var since = Stopwatch.GetTimestamp();
            Assert.Matches(@"\A\d+\.\d+\.\d+\n\z", Run.ToEnd([launcher, "--version"], timeout: TimeSpan.FromMinutes(10)).Output);
            return Stopwatch.GetElapsedTime(since);
        }).Min();
        // Half a second is promised, 0.15 were measured; a busy machine takes longer.
        Assert.True(took < TimeSpan.FromSeconds(5), $"--version took {took}");
    }

    private int Builds => File.ReadAllLines(Path.Combine(_folder, "asked")).Length;

    private Finished Launch(params string[] words) => Start([Path.Combine(_clone, "fairlead"), .. words]);

    private Finished Start(string[] words) =>
        Run.ToEnd(["env", "--chdir=/", $"PATH={_folder}/sdk:{Environment.GetEnvironmentVariable("PATH")}", .. words]);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
