using System.Text.RegularExpressions;
using Fairlead.Docs.Tests.Pages;
using Fairlead.Lab.Processes;

namespace Fairlead.Docs.Tests.Commands;

public sealed partial class MentionTests
{
    [Fact]
    public void Every_command_and_option_that_a_page_names_is_there()
    {
        var tree = new CommandTree();
        var wrong =
            from file in Checkout.MarkdownFiles
            from code in new MarkdownPage(file).Code
            let mention = Mention().Match(code)
            where mention.Success
            let mistake = tree.Mistake(mention.Groups[1].Value.Split(" # ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            where mistake is not null
            select $"{file}: `{code}`: {mistake}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_option_of_the_agent_that_a_page_names_is_in_its_help()
    {
        var help = Run.ToEnd([new Installation(Path.Combine(Checkout.Root, "artifacts")).Agent, "--help"]);
        Assert.True(help.Status == 0, help.Errors);
        var options = Checkout.MarkdownFiles.SelectMany(file => new MarkdownPage(file).Code).Where(code => code.Split(' ')[0].EndsWith("fairlead-agent", StringComparison.Ordinal))
            .SelectMany(code => code.Split(' ')).Where(word => word.StartsWith("--", StringComparison.Ordinal)).Distinct().ToList();
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains(option, help.Output));
    }

    [GeneratedRegex(@"\A(?:\$ )?(?:\./)?fairlead((?: [^ ]+)*)\z")]
    private static partial Regex Mention();
}
