confab init new.yaml && confab validate new.yaml >/dev/null && confab init | diff - new.yaml && echo fine
