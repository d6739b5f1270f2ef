using System.Text.RegularExpressions;
using Fairlead.Docs.Tests.Pages;

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

    [GeneratedRegex(@"\A(?:\$ )?(?:\./)?fairlead((?: [^ ]+)*)\z")]
    private static partial Regex Mention();
}
