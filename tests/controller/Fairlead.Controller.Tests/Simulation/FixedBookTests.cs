using Fairlead.Model.Addresses;
using Fairlead.Simulation.Checks;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>What the simulation holds names to.</summary>
public sealed class FixedBookTests
{
    private static readonly InetAddress First = InetAddress.Parse("10.0.0.1");
    private static readonly InetAddress Written = InetAddress.Parse("10.0.0.2");
    private static readonly InetAddress Other = InetAddress.Parse("10.0.0.3");

    [Fact]
    public void An_agent_that_has_not_heard_of_what_people_wrote_may_give_what_was_before()
    {
        var book = new FixedBook(_ => false);
        book.See("web-0", [First]);
        book.Rename("web-0", Written);
        book.See("web-0", [First]);
        book.See("web-0", [Written]);
        Assert.Throws<BrokenRuleException>(() => book.See("web-0", [First]));
    }

    [Fact]
    public void What_people_wrote_is_no_leave_for_any_address()
    {
        var book = new FixedBook(_ => false);
        book.See("web-0", [First]);
        book.Rename("web-0", Written);
        Assert.Throws<BrokenRuleException>(() => book.See("web-0", [Other]));
    }
}
