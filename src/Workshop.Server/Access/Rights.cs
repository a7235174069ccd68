// What a route needs, said where it is mapped and asked before anything of it runs: ASP.NET's own authorization, with the device's cookie as the one who calls.
// Rejected: an authentication scheme and a principal. It would be a third record of who one is, beside the device and the caller.
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Workshop.Rules;

namespace Workshop.Server;

public enum Right
{
    /// <summary>To see the dialogue of {id} as oneself, or as a screen.</summary>
    Looks,

    /// <summary>To be heard by its rules: also who waits, whom they refuse.</summary>
    Speaks,

    /// <summary>To lead it, with the key or by a code.</summary>
    Leads,

    /// <summary>To lead it with the installation's key.</summary>
    Owns,

    /// <summary>To lead something: with the key, or anything by a code.</summary>
    LeadsAny,

    /// <summary>To be signed in with the installation's key.</summary>
    Facilitates,
}

/// <summary>A route that asks for no right of a device's.</summary>
public sealed record Open(string Why) : IAllowAnonymous;

public sealed record Needs(Right Right) : IAuthorizationRequirement;

/// <summary>One who was let into the dialogue of a route, and the state that this was decided on: what is shown is of the same one.</summary>
public sealed record Inside(Room Room, Dialogue Dialogue, Member Member)
{
    public Viewer Viewer => Member.Viewer(Dialogue, Room.Names);

    public static ValueTask<Inside?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Inside>());
}

public static class Rights
{
    public static T Needs<T>(this T route, Right right) where T : IEndpointConventionBuilder =>
        route.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(new Needs(right)).Build());

    public static T Anybody<T>(this T route, string why) where T : IEndpointConventionBuilder => route.WithMetadata(new Open(why));

    public static void AddAccess(this IServiceCollection services)
    {
        // What declared nothing is refused to all, should it come after the start.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddSingleton<IAuthorizationHandler, Gate>().AddSingleton<IAuthorizationMiddlewareResultHandler, Refusing>();
    }

    /// <exception cref="InvalidOperationException">A route says nothing of who may.</exception>
    public static void MustDeclareAccess(this IEndpointRouteBuilder app)
    {
        foreach (var endpoint in app.DataSources.SelectMany(source => source.Endpoints))
            if (endpoint.Metadata.GetMetadata<Open>() is null && Of(endpoint) is null)
                throw new InvalidOperationException($"{endpoint.DisplayName} does not declare who may: .Needs(Right.…) or .Anybody(\"why\"), see Access/DialogueAccess.cs.");
    }

    public static Right? Of(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<Needs>().Select(needs => (Right?)needs.Right).LastOrDefault();
}

/// <summary>Asked once a call, before its body is read.</summary>
public sealed class Gate(Devices devices, Rooms rooms, TimeProvider clock) : AuthorizationHandler<Needs>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Needs requirement)
    {
        var http = (HttpContext)context.Resource!;
        if (await No(http, requirement.Right) is not { } no)
        {
            context.Succeed(requirement);
            return;
        }
        http.Features.Set(new Refusing.Code(no)); // the framework forgets reasons where it would ask for a name and password
        context.Fail();
    }

    private async Task<string?> No(HttpContext http, Right right)
    {
        var device = await devices.Of(http);
        var now = clock.GetUtcNow();
        if (right is Right.Facilitates or Right.LeadsAny)
            return device is not null && (device.IsFacilitator(now) || (right is Right.LeadsAny && device.Led.Count > 0)) ? null : "not-signed-in";
        var leading = right is Right.Leads or Right.Owns;
        if (device is null || await rooms.Open(http.GetRouteValue("id") as string ?? "") is not { } room) return leading ? "facilitator-only" : "not-allowed";
        var dialogue = await room.Now(); // who joined a moment ago is in it
        var screen = HttpMethods.IsGet(http.Request.Method) && http.Request.Query["view"] == "screen";
        var verdict = DialogueAccess.Of(device, leading ? new Wish(new AskedFor(true, null), false) : new Wish(AskedFor.In(http.Request), screen), room.Id, dialogue, now);
        if (verdict.Member is not { } member) return leading ? "facilitator-only" : verdict.No;
        if (right is Right.Owns && member.Standing is not Standing.Facilitator) return "facilitator-only";
        if (right is Right.Looks && !verdict.Looks) return verdict.No;
        http.Features.Set(new Inside(room, dialogue, member));
        return null;
    }
}

/// <summary>A problem as everywhere: 401 without a device we know, 403 with one.</summary>
public sealed class Refusing(Devices devices) : IAuthorizationMiddlewareResultHandler
{
    public sealed record Code(string Said);

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }
        var code = context.Features.Get<Code>()?.Said ?? "not-allowed";
        var status = code == "not-signed-in" || await devices.Of(context) is null ? 401 : 403;
        await context.Problem(status, code).ExecuteAsync(context);
    }
}
