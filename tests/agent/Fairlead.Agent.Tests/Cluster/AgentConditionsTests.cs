using Fairlead.Agent.Cluster;
using Fairlead.Resources.Meta;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>Several pools have something to say of the same.</summary>
public sealed class AgentConditionsTests
{
    private static readonly Condition Yes = new("PodGuardsHold", Condition.True, "Owned", "they hold");
    private static readonly Condition No = new("PodGuardsHold", Condition.False, "KernelTooOld", "they do not");
    private static readonly Condition Unknown = new("PodGuardsHold", Condition.Unknown, "Unread", "nobody knows");
    private static readonly Condition Other = new("SpecHeeded", Condition.True, "Heeded", "it is");

    [Fact]
    public void There_is_one_of_each_type_in_the_order_of_the_first()
    {
        Assert.Equal([Other, Yes], AgentConditions.OneOfEach([Other, Yes, Yes]));
        Assert.Equal([Yes, Other], AgentConditions.OneOfEach([Yes, Other]));
        Assert.Empty(AgentConditions.OneOfEach([]));
    }

    [Fact]
    public void What_is_not_so_counts_before_what_is_whoever_says_it_first()
    {
        Assert.Equal([No], AgentConditions.OneOfEach([Yes, Unknown, No]));
        Assert.Equal([No], AgentConditions.OneOfEach([No, Yes]));
        Assert.Equal([Unknown], AgentConditions.OneOfEach([Yes, Unknown]));
    }

    [Fact]
    public void All_who_say_that_it_is_not_so_are_heard()
    {
        var another = No with { Message = "nor do these" };
        Assert.Equal([No with { Message = "they do not; nor do these" }], AgentConditions.OneOfEach([No, Yes, another, No]));
    }
}
