using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fairlead.Docs.Tests.Pages;

/// <summary>The pages that list projects list all of them, and what ARCHITECTURE.md says of references is so.</summary>
public sealed partial class LayoutTests
{
    [Fact]
    public void The_architecture_page_lists_every_project_and_what_it_references()
    {
        var said = Checkout.Read("ARCHITECTURE.md").Split('\n').Select(line => Row().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["may"].Value.Split(", "));
        var projects = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/apps/", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileNameWithoutExtension(file)["Fairlead.".Length..]);
        Assert.Equal(projects.Keys.Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        Assert.All(projects.Where(project => said[project.Key] is not ["no rule"]), project => Assert.Empty(References(project.Value).Except(said[project.Key])));
    }

    [Fact]
    public void The_page_about_tests_lists_every_project_and_the_script_runs_it()
    {
        var (page, script) = (Checkout.Read("docs/testing.md"), Checkout.Read("test"));
        Assert.All(
            Directory.GetDirectories(Path.Combine(Checkout.Root, "tests")).Select(folder => Path.GetFileName(folder)),
            name =>
            {
                Assert.Contains($"\n| {name} |", page);
                Assert.Contains($" {name}/Fairlead.", script.Replace('"', ' '));
            });
    }

    private static IEnumerable<string> References(string file) =>
        XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Fairlead.".Length..]);

    [GeneratedRegex(@"^\| .*\| `Fairlead\.(?<name>[\w.]+)` \| .* \| (?<may>[^|]+) \|$")]
    private static partial Regex Row();
}
