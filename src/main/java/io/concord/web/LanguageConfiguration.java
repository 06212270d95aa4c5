package io.concord.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

/// Chinese first: `?lang=` decides, then the browser, then zh-CN. Nothing is stored; whoever has chosen a language
/// takes
/// it along in every link and every redirect.
@Configuration
class LanguageConfiguration implements WebMvcConfigurer {

    private static final String LANG = "lang";

    LanguageConfiguration(SpringTemplateEngine engine) {
        engine.setLinkBuilder(new KeepLanguage());
    }

    @Bean
    static LocaleResolver localeResolver() {
        AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver() {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                String wanted = request.getParameter(LANG);
                return wanted == null
                        ? super.resolveLocale(request)
                        : wanted.startsWith("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
            }

            @Override
            public void setLocale(
                    HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
                throw new UnsupportedOperationException("the language is part of the address");
            }
        };
        resolver.setSupportedLocales(List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH));
        resolver.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
        return resolver;
    }

    private static @Nullable String chosen(@Nullable HttpServletRequest request) {
        String wanted = request == null ? null : request.getParameter(LANG);
        return wanted == null ? null : wanted.startsWith("en") ? "en" : "zh-CN";
    }

    private static final class KeepLanguage extends StandardLinkBuilder {

        @Override
        protected String processLink(IExpressionContext context, String link) {
            String lang = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here
                    ? chosen(here.getRequest())
                    : null;
            boolean page = link.startsWith("/") && !link.matches("/(assets|webjars|log|api)/.*");
            String processed = super.processLink(context, link);
            return lang == null || !page || link.matches(".*[?&]lang=.*") ? processed : with(processed, lang);
        }
    }

    private static String with(String link, String lang) {
        String[] parts = link.split("#", 2);
        return parts[0] + (parts[0].contains("?") ? "&" : "?") + "lang=" + lang
                + (parts.length > 1 ? "#" + parts[1] : "");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public void postHandle(
                    HttpServletRequest request,
                    HttpServletResponse response,
                    Object handler,
                    @Nullable ModelAndView view) {
                String name = view == null ? null : view.getViewName();
                String lang = chosen(request);
                if (view != null && name != null && name.startsWith("redirect:/") && lang != null) {
                    view.setViewName(with(name, lang));
                }
            }
        });
    }
}
