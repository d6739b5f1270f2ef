using System.Text.RegularExpressions;

namespace Fairlead.Architecture.Tests;

/// <summary>How the sources read, as far as a machine can tell.</summary>
public sealed partial class SourceRules
{
    // Names that say that the author did not find the noun. docs: CONTRIBUTING.md, "Names".
    private static readonly string[] EmptySuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Handler", "Wrapper", "Impl"];

    [Fact]
    public void Namespaces_are_folders()
    {
        var broken = new List<string>();
        foreach (var file in Repository.CSharp("src"))
        {
            var declared = Namespace().Match(Repository.Read(file));
            var parts = file.Split('/');
            var project = Array.FindIndex(parts, part => part.StartsWith("Fairlead.", StringComparison.Ordinal));
            if (!declared.Success || project < 0)
            {
                continue;
            }

            var expected = string.Join('.', parts[project..^1]);
            if (declared.Groups[1].Value != expected)
            {
                broken.Add($"{file} declares {declared.Groups[1].Value}, its folder says {expected}: a reader finds a type by its name alone");
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Files_stay_short()
    {
        var sizes = Repository.CSharp("src").Select(file => (file, lines: Repository.Lines(file).Length)).ToList();
        var long_ = sizes.Where(size => size.lines > 400).Select(size => $"{size.file}: {size.lines} lines").ToList();
        Assert.True(long_.Count == 0, "the tail is what is ugly; split what is over 400 lines:\n" + string.Join('\n', long_));
        var middling = sizes.Count(size => size.lines > 250);
        Assert.True(middling * 20 <= sizes.Count, $"{middling} of {sizes.Count} files have more than 250 lines; at most one in twenty should");
    }

    [Fact]
    public void Nothing_is_left_open()
    {
        var broken = Repository.CSharp("src", "tests", "bench")
            .Where(file => !file.Contains("Architecture.Tests"))
            .SelectMany(file => Repository.Lines(file).Select((line, index) => (file, line, index)))
            .Where(at => Open().IsMatch(at.line))
            .Select(at => $"{at.file}:{at.index + 1}: {at.line.Trim()}");
        Assert.Empty(broken);
    }

    [Fact]
    public void Types_are_named_by_a_noun()
    {
        var broken = Repository.CSharp("src")
            .SelectMany(file => TypeName().Matches(Repository.Read(file)).Select(match => (file, name: match.Groups[1].Value)))
            .Where(type => EmptySuffixes.Any(suffix => type.name.EndsWith(suffix, StringComparison.Ordinal)))
            .Select(type => $"{type.file}: {type.name}: name what it is, in a word an operator would use");
        Assert.Empty(broken);
    }

    [Fact]
    public void The_kernel_is_called_from_the_kernel_layer_only()
    {
        string[] allowed = ["src/linux/", "src/wire/", "src/apps/fairlead-cni/"];
        var broken = Repository.CSharp("src")
            .Where(file => !allowed.Any(prefix => file.StartsWith(prefix, StringComparison.Ordinal)))
            .Where(file => Repository.Read(file).Contains("LibraryImport(") || Repository.Read(file).Contains("DllImport("))
            .Select(file => $"{file}: a native call belongs into Fairlead.Linux, where the fake stands beside it");
        Assert.Empty(broken);
    }

    [Fact]
    public void Nothing_names_the_machine_it_was_written_on()
    {
        var files = Repository.CSharp("src", "tests", "bench")
            .Concat(Repository.Files(".", "*.md")).Concat(Repository.Files(".", "*.csproj")).Concat(Repository.Files("eng", "*"))
            .Where(file => !file.Contains("Architecture.Tests")).Distinct();
        var broken = files
            .SelectMany(file => Repository.Lines(file).Select((line, index) => (file, line, index)))
            .Where(at => MachinePath().IsMatch(at.line))
            .Select(at => $"{at.file}:{at.index + 1}: {at.line.Trim()}");
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b")]
    private static partial Regex Open();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum) (\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?<![\w/}])/(?:work|root|farm)/[a-z.]|/tmp/fl/|flpeers|\.\./shared")]
    private static partial Regex MachinePath();
}
